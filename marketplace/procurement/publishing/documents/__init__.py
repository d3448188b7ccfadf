"""A report in the formats offices use: PDF, HWPX, XLSX, CSV."""
