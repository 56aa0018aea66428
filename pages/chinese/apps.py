"""What the pages around an app say in Simplified Chinese, by the English text: logs, overview, annotations, the list."""

APPS: dict[str, str] = {
    # what surrounds the pages of one app
    "Overview": "概览",
    "Logs": "日志",
    "Annotations": "标注",
    "Only the newest {n} are shown; the others are found by name.": "仅显示最新的 {n} 个；其余可按名称查找。",
    # logs
    "Conversations": "会话",
    "Log": "日志",
    "Nothing fits.": "没有符合条件的内容。",
    "Nobody has used this app yet": "还没有人使用过此应用",
    "What people and programs ask appears here with its answers. Runs of the Studio show under its source.": (
        "用户和程序的提问及回答会显示在这里。工作室中的运行可按来源查看。"
    ),
    "Try it in the Studio": "在工作室中试用",
    "Talk to it": "与它对话",
    "{n} found": "共 {n} 条",
    "{n} message": "{n} 条消息",
    "{n} messages": "{n} 条消息",
    "anonymous": "匿名",
    "Trace": "追踪",
    "Result": "结果",
    "Prompt as it was sent": "实际发送的提示词",
    "Annotate": "标注",
    "Edit the annotation": "编辑标注",
    "Our rating: good answer": "我们的评价：回答得好",
    "Our rating: bad answer": "我们的评价：回答得不好",
    "Liked": "赞",
    "Disliked": "踩",
    "Rated": "有反馈",
    "Annotated": "已标注",
    "Not annotated": "未标注",
    "Feedback": "反馈",
    "Search in texts": "搜索文本",
    "Every source": "所有来源",
    "Web app": "网页应用",
    "All the time": "全部时间",
    "Last 24 hours": "最近 24 小时",
    "Last 7 days": "最近 7 天",
    "Last 30 days": "最近 30 天",
    "Last 90 days": "最近 90 天",
    "Last 12 months": "最近 12 个月",
    "Between two days": "自定义日期",
    # overview
    "Active users": "活跃用户",
    "Cost": "费用",
    "Usual time to the answer": "响应时间（中位数）",
    "Errors": "错误",
    "Satisfaction": "满意度",
    "Runs by source": "按来源统计的运行",
    "Messages by source": "按来源统计的消息",
    "Seconds to the answer": "响应秒数",
    "half of them": "中位数",
    "95 of 100": "95 分位",
    "What users think of the answers": "用户对回答的评价",
    "Answers": "回答",
    "Nobody has rated an answer in this time. The chat page and the API take ratings.": (
        "这段时间内没有人评价过回答。可通过对话页面和 API 提交评价。"
    ),
    "Messages, users, cost, time and satisfaction show here as soon as it is used.": (
        "一旦有人使用，消息、用户、费用、耗时和满意度就会显示在这里。"
    ),
    "Publish it in the Studio first: people and programs get the published version.": (
        "请先在工作室中发布：用户和程序使用的是已发布的版本。"
    ),
    "Use its form": "使用它的表单",
    "Talk to it on the chat page": "在对话页面与它对话",
    "Make an API key and call it": "创建 API 密钥并调用",
    # annotations
    "New annotation": "新建标注",
    "Annotation reply": "标注回复",
    "Annotations do not answer yet: switch on the annotation reply on their page.": (
        "标注尚未用于回答：请在标注页面开启标注回复。"
    ),
    "A question that means the same as an annotation's gets its answer at once, without a model call.": (
        "与某条标注的问题含义相同的提问会立即得到该标注的答案，不调用模型。"
    ),
    "How alike questions must be": "问题的相似度阈值",
    "1 means the very same words; 0.9 lets other words of the same meaning through.": (
        "1 表示措辞完全相同；0.9 允许含义相同的不同说法。"
    ),
    "Switch on": "开启",
    "Switch off": "关闭",
    "The questions are being made comparable …": "正在为问题建立向量…",
    "Import annotations": "导入标注",
    "CSV file": "CSV 文件",
    "A CSV file in UTF-8 with two columns: question and answer. A head is passed over.": (
        "UTF-8 编码的 CSV 文件，包含问题和答案两列。表头会被跳过。"
    ),
    "{n} annotation was imported.": "已导入 {n} 条标注。",
    "{n} annotations were imported.": "已导入 {n} 条标注。",
    "The annotation was deleted.": "标注已删除。",
    "No annotations yet": "还没有标注",
    "Write the best answer to a question yourself, or make one of an answer in the logs.": (
        "亲自写下某个问题的最佳答案，或从日志中的回答创建标注。"
    ),
    "Workflows have no questions to annotate; apps with a conversation or a text do.": (
        "工作流没有可标注的问题；对话类和文本类应用才有。"
    ),
    "answered {n} time": "已回答 {n} 次",
    "answered {n} times": "已回答 {n} 次",
    "has not answered yet": "尚未用于回答",
    "made of an answer": "来自某次回答",
    "When it answered": "命中历史",
    "It has not answered yet.": "尚未用于回答。",
    # the list
    "Settings of {name}": "{name} 的设置",
    "{name} was saved.": "{name} 已保存。",
    "Choose tags or type a new one": "选择标签或输入新标签",
    "New tag": "新标签",
    "Tags group apps: a team, a customer, a project.": "标签用于给应用分组：团队、客户、项目。",
    "{n} app": "{n} 个应用",
    "{n} apps": "{n} 个应用",
    "Make and rename tags": "管理标签",
    "Hide disabled": "隐藏已停用",
    "Order": "排序",
    "Newest first": "最新创建",
    "Last changed": "最近修改",
    "Last used": "最近使用",
    "By name": "按名称",
    "Colour": "颜色",
    "From a file": "从文件导入",
    "From another app": "复制已有应用",
    "App to copy": "要复制的应用",
    "as the original, numbered": "与原应用同名并编号",
    "The copy has the draft and its settings; conversations, versions and API keys stay with the original.": (
        "副本包含草稿及其设置；会话、版本和 API 密钥保留在原应用中。"
    ),
    # features
    "Features": "功能",
    "Annotations, which may answer instead of the model": "标注（可代替模型回答）",
    "Follow-up questions": "追问建议",
    "After each answer a model suggests three questions that may come next.": "每次回答后由模型建议三个后续问题。",
    "Suggest questions about the order, never about prices.": "建议与订单有关的问题，不要涉及价格。",
    "What to suggest": "建议什么",
    "Ask another model for them": "使用其他模型生成",
    "Show sources": "显示引用",
    "Answers name the chunks of the knowledge bases that they used.": "回答会列出所使用的知识库分段。",
    "Speech to text": "语音转文字",
    "Users may speak; the workspace's model for that writes it down.": "用户可以说话，由工作区的语音模型转写。",
    "Text to speech": "文字转语音",
    "Answers can be listened to; the workspace's model for that speaks them.": "回答可以朗读，由工作区的语音模型合成。",
    "Voice": "音色",
    "Language": "语言",
    "Play answers by itself": "自动播放回答",
    "File upload": "文件上传",
    "Messages may bring files; nodes read them as sys.files, models that see get the pictures.": (
        "消息可以附带文件；节点通过 sys.files 读取，支持视觉的模型会得到图片。"
    ),
    "Kinds of files": "文件类型",
    "Pictures": "图片",
    "Sound": "音频",
    "Films": "视频",
    "By ending": "按扩展名",
    "Uploads": "本地上传",
    "Addresses": "网址",
    "Endings": "扩展名",
    "Handed in as": "上传方式",
    "Most files of one message": "每条消息最多文件数",
    "Content moderation": "内容审核",
    "Questions and answers with forbidden words or contents get a prepared answer instead.": (
        "含有禁用词或违规内容的提问和回答会被预设回复替代。"
    ),
    "What judges": "审核方式",
    "Words": "关键词",
    "A model": "模型",
    "Look at questions": "审核提问",
    "Look at answers": "审核回答",
    "Said instead": "预设回复",
    "I cannot talk about that.": "抱歉，我无法讨论这个话题。",
    "The workspace's moderation model judges; choose it under Models.": "由工作区的审核模型判断；请在“模型”页面选择。",
    "Nothing is looked at yet: switch on questions or answers.": "尚未审核任何内容：请开启审核提问或审核回答。",
}
