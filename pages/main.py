"""The shell of all pages: who looks, what there is, and the page that was asked for."""

from pathlib import Path

from pages.shell import auth, frame

frame.dress(Path(__file__).parent)
caller = auth.current_caller()
navigation = frame.navigation(caller)
navigation.run()
