"""Running a document: the plan, the frames, the order of the answer, and what reruns may reuse."""
