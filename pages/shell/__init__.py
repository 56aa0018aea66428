"""What stands round every page: who looks, the menu, what a tab remembers, what happens when something fails."""
