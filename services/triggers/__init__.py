"""What starts workflows by itself: schedules, requests and events from outside."""
