"""What is installed and what is known, as tables and as data: one module for each command."""
