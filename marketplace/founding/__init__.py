"""What every marketplace begins with: kinds of designation, regions, categories."""
