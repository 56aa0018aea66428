"""Publishing: who may use an app by its shared page, who they are to us, what they see, and how much they may spend."""
