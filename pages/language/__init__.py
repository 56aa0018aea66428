"""What the pages say: English where it is shown, Simplified Chinese beside it, numbers, times, names of things."""
