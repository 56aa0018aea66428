"""What the things of knowledge bases are called; English, shown through `text.t`."""

STATES = {  # of documents, as lists name them
    "queuing": "waiting",
    "indexing": "being indexed",
    "available": "available",
    "error": "failed",
    "paused": "paused",
    "disabled": "disabled",
    "archived": "archived",
}
STATE_COLOURS = {
    "queuing": "gray",
    "indexing": "blue",
    "available": "green",
    "error": "red",
    "paused": "violet",
    "disabled": "orange",
    "archived": "gray",
}
STATE_ICONS = {
    "queuing": ":material/schedule:",
    "indexing": ":material/progress_activity:",
    "available": ":material/check_circle:",
    "error": ":material/error:",
    "paused": ":material/pause_circle:",
    "disabled": ":material/visibility_off:",
    "archived": ":material/inventory_2:",
}
STAGES = {  # of a document that is being indexed
    "parsing": "reading the file",
    "cleaning": "cleaning the text",
    "splitting": "cutting into chunks",
    "indexing": "embedding the chunks",
}
FORMS = {
    "text_model": "General",
    "hierarchical_model": "Parent and child",
    "qa_model": "Questions and answers",
}
FORM_HINTS = {
    "text_model": "Chunks are compared with the question and given to the model.",
    "hierarchical_model": "Small chunks are compared, the larger ones around them are given to the model.",
    "qa_model": "A model writes questions and answers from each chunk; questions are compared with questions.",
}
TECHNIQUES = {"high_quality": "By meaning and words", "economy": "By words only"}
TECHNIQUE_HINTS = {
    "high_quality": "Chunks are embedded: questions find what means the same.",
    "economy": "Nothing is embedded: questions find what has the same words.",
}
METHODS = {
    "semantic_search": "By meaning",
    "full_text_search": "By words",
    "hybrid_search": "Both",
    "keyword_search": "By keywords",
}
PERMISSIONS = {
    "only_me": "Only me",
    "all_team_members": "Everybody in the workspace",
    "partial_members": "Some members",
}
SORTS = {
    "-created_at": "Newest first",
    "created_at": "Oldest first",
    "name": "By name",
    "-word_count": "Longest first",
    "-hit_count": "Most found first",
}
FIELD_TYPES = {"string": "text", "number": "number", "time": "time"}
ORIGINS = {"upload_file": "file", "url": "web page", "text": "pasted text"}
FILE_ICONS = {
    "pdf": ":material/picture_as_pdf:",
    "docx": ":material/description:",
    "pptx": ":material/slideshow:",
    "xlsx": ":material/table:",
    "xls": ":material/table:",
    "csv": ":material/table:",
    "html": ":material/language:",
    "htm": ":material/language:",
    "md": ":material/article:",
    "epub": ":material/menu_book:",
    "eml": ":material/mail:",
}
OTHER_FILE = ":material/draft:"
