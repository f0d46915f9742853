"""What waits for whom: today, overdue, waiting for others; and what is told upwards when nobody acts."""
