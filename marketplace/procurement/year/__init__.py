"""The quota year in seven steps, driven by the coordinating department."""
