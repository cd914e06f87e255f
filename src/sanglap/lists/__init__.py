"""What people bring as a table, taken apart row by row and cell by cell: file in, rows and faults out. Pure."""
