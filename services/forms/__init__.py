"""Forms that runs wait for: told, shown, answered, expired."""
