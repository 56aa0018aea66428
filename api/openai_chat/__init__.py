"""OpenAI's chat protocol, spoken by published apps: any client of it can talk to one."""

from api.openai_chat.routes import router

__all__ = ["router"]
