"""Reading the index: tables, what is known of people, results, sums and official values."""
