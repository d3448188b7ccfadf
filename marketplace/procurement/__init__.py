"""Public purchasing: institutions, purchase files, quota years and disclosure."""
