"""The process and its children: queues, workers, Redis, logs, metrics, the bridge to the event loop."""
