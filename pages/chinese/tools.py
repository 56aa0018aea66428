"""What the built-in tools are called and say of themselves in Simplified Chinese, by the English text."""

TOOLS = {
    "Calculator": "计算器",
    "Works out an arithmetic expression exactly.": "精确计算一个算术表达式。",
    "sums and percentages": "求和与百分比",
    "roots and powers": "开方与乘方",
    "An arithmetic expression, as in 123 * 456 or sqrt(2) ** 3; pi and e are known.": (
        "算术表达式，例如 123 * 456 或 sqrt(2) ** 3；可用 pi 和 e。"
    ),
    "Time": "时间",
    "Current time": "当前时间",
    "Tells the current date and time.": "给出当前日期和时间。",
    "what day it is": "今天是几号",
    "how long until a date": "距离某一天还有多久",
    "The form, in the signs of strftime.": "格式，使用 strftime 的符号。",
    "A time zone such as Asia/Shanghai.": "时区，例如 Asia/Shanghai。",
    "Convert between time zones": "时区转换",
    "Converts a local time to another time zone.": "把一个当地时间转换到另一个时区。",
    "A time as in 2024-05-31 16:30:00.": "时间，例如 2024-05-31 16:30:00。",
    "Local time to time stamp": "当地时间转时间戳",
    "Converts a local time to seconds since 1970.": "把当地时间转换为 1970 年以来的秒数。",
    "Time stamp to local time": "时间戳转当地时间",
    "Converts seconds since 1970 to a local time.": "把 1970 年以来的秒数转换为当地时间。",
    "The timestamp as a number.": "时间戳（数字）。",
    "Day of the week": "星期几",
    "Tells the day of the week of a date.": "给出某一天是星期几。",
    "The year as a number.": "年份（数字）。",
    "The month as a number.": "月份（数字）。",
    "The day as a number.": "日（数字）。",
    "Search with DuckDuckGo": "DuckDuckGo 搜索",
    "Searches the web and gives titles, addresses and short texts of the pages that fit best.": (
        "搜索网页，给出最相关页面的标题、地址和摘要。"
    ),
    "find pages on the web": "在网上查找页面",
    "what happened lately": "最近发生的事",
    "facts that may have changed": "可能已经变化的事实",
    "What to search for, in a few words.": "要搜索的内容，几个词即可。",
    "How many pages at most, up to 20.": "最多返回多少个页面，不超过 20。",
    "Whether the answer is a numbered list, or JSON.": "结果是编号列表还是 JSON。",
    "Whose results come first, as in cn-zh or us-en; wt-wt for no region.": (
        "优先哪个地区的结果，例如 cn-zh 或 us-en；wt-wt 表示不限地区。"
    ),
    "Where the service is; https://html.duckduckgo.com/html/ when empty.": (
        "服务地址；留空则为 https://html.duckduckgo.com/html/。"
    ),
    "Search with SearXNG": "SearXNG 搜索",
    "search without a key or a vendor": "不用密钥、不依赖厂商的搜索",
    "What is searched.": "搜索的类别。",
    "How old the results may be.": "结果的时间范围。",
    "How many at most.": "最多多少条。",
    "Where the server is, as in https://search.example.org; its settings must list json among the formats.": (
        "服务器地址，例如 https://search.example.org；其设置的 formats 中必须包含 json。"
    ),
    "Tavily": "Tavily",
    "Search with Tavily": "Tavily 搜索",
    "Searches the web and gives the pages that fit best, each with what it says to the question.": (
        "搜索网页，给出最相关的页面以及其中与问题有关的内容。"
    ),
    "research a question on the web": "在网上研究一个问题",
    "news and finance": "新闻与财经",
    "What to search for.": "要搜索的内容。",
    "How thoroughly to search; advanced takes longer and costs more.": "搜索的深度；advanced 更慢也更贵。",
    "What kind of pages to search.": "搜索哪一类页面。",
    "How old the pages may be.": "页面的时间范围。",
    "Only pages of these sites, separated by commas.": "只搜索这些网站，用逗号分隔。",
    "No pages of these sites, separated by commas.": "排除这些网站，用逗号分隔。",
    "Whether a short answer comes along, and how detailed.": "是否附带简短答案，以及详细程度。",
    "Whether the whole text of the pages comes along, and how it is written.": ("是否附带页面全文，以及全文的格式。"),
    "Whether addresses of pictures come along.": "是否附带图片地址。",
    "The key; made at https://app.tavily.com.": "密钥；在 https://app.tavily.com 创建。",
    "Where the service is; https://api.tavily.com when empty.": "服务地址；留空则为 https://api.tavily.com。",
    "Read pages with Tavily": "Tavily 网页读取",
    "Gives the text of web pages.": "给出网页的文字。",
    "read pages that need a browser": "读取需要浏览器才能显示的页面",
    "The addresses of the pages, separated by commas.": "页面地址，用逗号分隔。",
    "How thoroughly to read; advanced also finds tables and what scripts put there.": (
        "读取的深度；advanced 还会找到表格和脚本生成的内容。"
    ),
    "How the text is written.": "文字的格式。",
    "Search with Brave": "Brave 搜索",
    "The key; made at https://api-dashboard.search.brave.com.": (
        "密钥；在 https://api-dashboard.search.brave.com 创建。"
    ),
    "Where the service is; https://api.search.brave.com/res/v1/web/search when empty.": (
        "服务地址；留空则为 https://api.search.brave.com/res/v1/web/search。"
    ),
    "Web pages": "网页",
    "Read a web page": "读取网页",
    "Read a web page as JSON": "读取网页为 JSON",
    "read a page field by field": "按字段读取网页",
    "Reads a web page, and gives JSON with `data.title`, `data.url` and `data.content`, as Jina's reader does.": (
        "读取网页，像 Jina 阅读器一样给出含 `data.title`、`data.url` 和 `data.content` 的 JSON。"
    ),
    "Reads a web page, or a document on the web, and gives its text as Markdown.": (
        "读取网页或网上的文档，以 Markdown 给出文字。"
    ),
    "read a page that a search found": "读取搜索到的页面",
    "summarise an article": "总结一篇文章",
    "read a PDF from the web": "读取网上的 PDF",
    "The address of the page.": "页面地址。",
    "A CSS selector of the part to read; its main part when empty.": ("要读取部分的 CSS 选择器；留空则读取正文。"),
    "How much of the text is given.": "最多给出多少文字。",
    "What the reader calls itself; some sites answer browsers only.": (
        "读取时使用的 User-Agent；有些网站只回应浏览器。"
    ),
    "Search Wikipedia": "搜索维基百科",
    "Searches Wikipedia and gives the beginnings of the articles that fit best.": (
        "搜索维基百科，给出最相关条目的开头。"
    ),
    "people, places and things": "人物、地点和事物",
    "definitions": "定义",
    "history": "历史",
    "What to search for: a name or a few words.": "要搜索的内容：名称或几个词。",
    "The code of the language, as in en, zh or de; that of the query's letters when empty.": (
        "语言代码，例如 en、zh 或 de；留空则按搜索内容的文字判断。"
    ),
    "How many articles at most, up to 10.": "最多返回多少个条目，不超过 10。",
    "Where the encyclopedia is; {language} stands for the code of its language.": (
        "百科的地址；{language} 代表语言代码。"
    ),
    "Weather": "天气",
    "Tells the weather of a city, now and for the next days.": "给出一个城市当前和未来几天的天气。",
    "the weather now": "当前天气",
    "the weather of the next days": "未来几天的天气",
    "The name of the city, as in Beijing or 北京.": "城市名称，例如 Beijing 或 北京。",
    "For how many days, today included, up to 16.": "天数，包括今天，不超过 16。",
    "The language of the answer; auto follows the city's name.": "回答的语言；auto 按城市名称判断。",
    "Where the service is; https://api.open-meteo.com/v1/forecast when empty.": (
        "服务地址；留空则为 https://api.open-meteo.com/v1/forecast。"
    ),
    "Where names of places are looked up; https://geocoding-api.open-meteo.com/v1/search when empty.": (
        "查询地名的地址；留空则为 https://geocoding-api.open-meteo.com/v1/search。"
    ),
    "Weather by OpenWeather": "OpenWeather 天气",
    "Tells the weather of a city now.": "给出一个城市当前的天气。",
    "Degrees Celsius and metres a second, or Fahrenheit and miles an hour.": ("摄氏度和米每秒，或华氏度和英里每小时。"),
    "The key; made at https://home.openweathermap.org/api_keys.": (
        "密钥；在 https://home.openweathermap.org/api_keys 创建。"
    ),
    "Where the service is; https://api.openweathermap.org/data/2.5/weather when empty.": (
        "服务地址；留空则为 https://api.openweathermap.org/data/2.5/weather。"
    ),
    "HTTP request": "HTTP 请求",
    "Sends an HTTP request and gives the status and the body of the answer.": (
        "发送 HTTP 请求，给出响应的状态和正文。"
    ),
    "ask an API": "调用接口",
    "send data to a service": "向服务发送数据",
    "The address, with http:// or https://.": "地址，以 http:// 或 https:// 开头。",
    "The method of the request.": "请求方法。",
    "Headers of the request by name.": "请求头，按名称。",
    "What follows the ? of the address, by name.": "地址中 ? 之后的参数，按名称。",
    "What is sent; JSON is marked as such.": "发送的正文；JSON 会标明类型。",
    "Only these hosts may be asked, separated by commas, as in api.example.org; any when empty.": (
        "只允许请求这些主机，用逗号分隔，例如 api.example.org；留空则不限。"
    ),
    "Only these methods may be used, separated by commas, as in GET, HEAD; any when empty.": (
        "只允许使用这些方法，用逗号分隔，例如 GET, HEAD；留空则不限。"
    ),
    "Headers that every request carries, such as a key; they need allowed_hosts.": (
        "每个请求都带的请求头，例如密钥；需要同时填写 allowed_hosts。"
    ),
    "How much of a text is given.": "最多给出多少文字。",
    "SQL": "SQL",
    "Ask tables in SQL": "用 SQL 查询表格",
    (
        "Asks a SQL query about tables: csv, Excel or Parquet files, and rows that workflows kept. The dialect"
        " is DuckDB's; only queries are allowed. A file's table is called as the file without its ending,"
        " other signs than letters and digits as _. Without a query the tables and their columns are told."
    ): (
        "用 SQL 查询表格：csv、Excel 或 Parquet 文件，以及工作流保存的记录。使用 DuckDB 的语法，只允许查"
        "询。文件的表名是去掉扩展名的文件名，字母和数字以外的符号写作 _。不写查询时给出各表及其列。"
    ),
    "count, sum and compare what is in a file": "统计、汇总和比较文件中的内容",
    "look something up in a table": "在表格中查找",
    "One SELECT.": "一条 SELECT 语句。",
    "The files that hold the tables.": "包含表格的文件。",
    "Which collections of the workspace are tables, too; their names separated by commas.": (
        "工作区中哪些集合也作为表；名称用逗号分隔。"
    ),
    "How many rows are given at most, up to 1000.": "最多给出多少行，不超过 1000。",
    "Ask about runs in SQL": "用 SQL 查询运行记录",
    (
        "Asks a SQL query about the newest runs of the workspace, for members who may read conversations."
        " The tables are runs, node_executions and messages; the dialect is DuckDB's, and only queries are"
        " allowed. Without a query the tables and their columns are told."
    ): (
        "用 SQL 查询工作区最近的运行记录，仅限可以查看对话的成员。表有 runs、node_executions 和 messages"
        "；使用 DuckDB 的语法，只允许查询。不写查询时给出各表及其列。"
    ),
    "what runs cost": "运行的费用",
    "which nodes fail": "哪些节点失败",
    "what people ask": "用户在问什么",
    "Search knowledge": "搜索知识库",
    "Searches knowledge bases and gives the passages that fit best; the message cites them.": (
        "搜索知识库，给出最相关的段落；消息会注明引用。"
    ),
    "what documents of the workspace say": "工作区的文档怎么说",
    "answers with their sources": "带来源的回答",
    "What to search for, as a question or a few words.": "要搜索的内容，一个问题或几个词。",
    "The knowledge bases, by id or name, separated by commas.": "知识库的 ID 或名称，用逗号分隔。",
    "How many passages at most, up to 50.": "最多返回多少个段落，不超过 50。",
    "How well a passage has to fit, from 0 to 1.": "段落的相关度下限，0 到 1。",
    "Read a file": "读取文件",
    (
        "Reads the text of a file: PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, HTML, Markdown, csv,"
        " mails and texts."
    ): ("读取文件中的文字：PDF、Word、PowerPoint、Excel、OpenDocument、EPUB、HTML、Markdown、csv、邮件和文本。"),
    "what an uploaded document says": "上传的文档说了什么",
    "summarise a PDF": "总结 PDF",
    "read a part of a long text": "读取长文的一部分",
    "The file to read.": "要读取的文件。",
    "Several files to read.": "要读取的多个文件。",
    "From which character on to read, where a text was cut before.": ("从第几个字符开始读取，用于继续读被截断的文字。"),
    "How much of each file is given.": "每个文件最多给出多少文字。",
    "Send an e-mail": "发送邮件",
    "Writes an e-mail of plain text, and sends it where the tool is set up to.": (
        "写一封纯文本邮件，并在工具设置允许时发送。"
    ),
    "write to a customer": "给客户写信",
    "tell somebody of a result": "把结果通知某人",
    "draft a mail": "起草邮件",
    "The addresses, separated by commas.": "收件地址，用逗号分隔。",
    "The subject.": "主题。",
    "The text of the mail.": "邮件正文。",
    "Further addresses that get a copy, separated by commas.": "抄送地址，用逗号分隔。",
    "The address that answers go to.": "回复地址。",
    "Whether the mail is only shown, not sent.": "是否只显示邮件而不发送。",
    (
        "Who may be written to, separated by commas: addresses, domains as in @example.org, or * for anybody."
        " Needed before anything is sent."
    ): ("可以写给谁，用逗号分隔：地址、域名（例如 @example.org），或 * 表示任何人。发送之前必须填写。"),
    "JSON": "JSON",
    "Read JSON": "读取 JSON",
    "Gives what a path finds in JSON: one value as it is, several as a list.": (
        "给出路径在 JSON 中找到的内容：一个值原样给出，多个值以列表给出。"
    ),
    "take values out of JSON": "从 JSON 中取值",
    "The JSON.": "JSON 内容。",
    "The path, as in $.items[*].price, items[0].name, $..id or items[?(@.price < 10)].name": (
        "路径，例如 $.items[*].price、items[0].name、$..id 或 items[?(@.price < 10)].name"
    ),
    "Whether other letters than those of English are written as escapes.": "非英文字符是否写成转义形式。",
    "Insert into JSON": "插入 JSON",
    "Gives JSON with a value put in at a path: into a list, or among the fields of an object.": (
        "在路径处放入一个值：放入列表，或作为对象的字段。"
    ),
    "add a part to JSON": "给 JSON 增加内容",
    "The path of the list, of the object, or of the value that is set.": "列表、对象或要设置的值的路径。",
    "What is put in.": "要放入的内容。",
    "At which place of a list, from 0; at its end when empty.": "列表中的位置，从 0 开始；留空则放在末尾。",
    "Whether a path that leads nowhere is made.": "路径不存在时是否创建。",
    "Whether new_value is JSON.": "new_value 是否为 JSON。",
    "Replace in JSON": "替换 JSON 内容",
    "Gives JSON in which what a path finds is replaced.": "替换路径在 JSON 中找到的内容。",
    "change values in JSON": "修改 JSON 中的值",
    "The path of what is replaced.": "要替换内容的路径。",
    "What comes in its place.": "替换成的内容。",
    "The part of a text that is replaced; all of it when empty.": "要替换的文字片段；留空则替换全部。",
    "What is replaced: a part of texts, the whole value, or the key.": "替换什么：文字片段、整个值或键名。",
    "Whether replace_value is JSON.": "replace_value 是否为 JSON。",
    "Delete in JSON": "删除 JSON 内容",
    "Gives JSON without what a path finds.": "给出去掉路径所指内容的 JSON。",
    "leave a part of JSON out": "去掉 JSON 的一部分",
    "The path of what is left out, as in $.items[0] or $..password": (
        "要去掉内容的路径，例如 $.items[0] 或 $..password"
    ),
    "Text": "文本",
    "Count a text": "统计文本",
    ("Counts the characters, words, sentences and lines of a text; each Chinese or Japanese letter is a word."): (
        "统计文本的字符、词、句子和行数；每个汉字或日文字符算一个词。"
    ),
    "how long a text is": "文本有多长",
    "The text.": "文本。",
    "Replace in a text": "替换文本",
    "Replaces every occurrence of something in a text.": "替换文本中出现的所有某个内容。",
    "clean a text": "清理文本",
    "mask a part of a text": "遮盖文本的一部分",
    "What is replaced.": "要替换的内容。",
    "What comes in its place; after a search by a regular expression, $1 is its first group.": (
        "替换成的内容；使用正则表达式时，$1 是第一个分组。"
    ),
    "Whether `find` is a regular expression.": "find 是否为正则表达式。",
    "Split a text": "拆分文本",
    "Splits a text into parts.": "把文本拆成若干部分。",
    "make a list of lines or parts": "生成行或片段的列表",
    "What stands between the parts; \\n for a new line, \\t for a tabulator.": (
        "各部分之间的分隔符；\\n 表示换行，\\t 表示制表符。"
    ),
    "Whether parts without anything in them are kept.": "是否保留空的部分。",
    "Search by a regular expression": "正则表达式搜索",
    "Finds all parts of a text that fit a regular expression, or their groups where it has some.": (
        "找出文本中符合正则表达式的所有部分；有分组时给出分组。"
    ),
    "find numbers, dates or addresses in a text": "在文本中查找数字、日期或地址",
    "The regular expression, in the syntax of RE2: without looking ahead or behind.": (
        "正则表达式，使用 RE2 的语法：不支持前瞻和后顾。"
    ),
    "Hash of a text": "文本哈希",
    "Gives the hash of a text as hexadecimal digits.": "以十六进制给出文本的哈希值。",
    "tell whether a text has changed": "判断文本是否变化",
    "The text, taken as UTF-8.": "文本，按 UTF-8 处理。",
    "Which hash; md5 and sha1 are not safe against forgery.": "哈希算法；md5 和 sha1 不能防伪造。",
    "Text to base64": "文本转 base64",
    "Writes a text as base64.": "把文本写成 base64。",
    "write a text for a header or an address": "为请求头或地址编码文本",
    "Whether - and _ stand for + and /, as in addresses.": "是否用 - 和 _ 代替 + 和 /，用于地址。",
    "Base64 to text": "base64 转文本",
    "Reads a text that is written as base64, in either of its alphabets.": (
        "读取以 base64 书写的文本，两种字母表均可。"
    ),
    "read what a service sent as base64": "读取服务以 base64 发来的内容",
    "The base64.": "base64 内容。",
    "New id": "新 ID",
    "Makes random ids (UUID) that nobody else has, one in each line.": ("生成随机且唯一的 ID（UUID），每行一个。"),
    "a number for a ticket or an order": "工单或订单的编号",
    "How many, up to 100.": "数量，不超过 100。",
    "Charts": "图表",
    "Bar chart": "柱状图",
    "Draws a bar chart and shows it to the user.": "绘制柱状图并显示给用户。",
    "compare numbers": "比较数字",
    (
        'Numbers as in 3; 5; 4, or JSON: a list of numbers, {"2024": [3, 5], "2025": [4, 6]}, {"north": 3,'
        ' "south": 5}, or rows as in [{"month": "May", "sales": 3}].'
    ): (
        '数字，例如 3; 5; 4，或 JSON：数字列表、{"2024": [3, 5], "2025": [4, 6]}、{"north": 3, "south": 5}'
        '，或若干行，例如 [{"month": "May", "sales": 3}]。'
    ),
    "The labels as in May; June; July, or the name of the field that holds them.": (
        "标签，例如 五月; 六月; 七月，或保存标签的字段名。"
    ),
    "What stands above.": "图表标题。",
    "What the labels are.": "横轴名称。",
    "What the numbers are, with their unit.": "纵轴名称和单位。",
    "The kind of picture.": "图片格式。",
    "Line chart": "折线图",
    "Draws a line chart and shows it to the user.": "绘制折线图并显示给用户。",
    "how something goes over time": "随时间的变化",
    (
        'Numbers as in 3; 5; 4, or JSON: a list of numbers, {"2024": [3, 5], "2025": [4, 6]}, or rows as'
        ' in [{"month": "May", "sales": 3}].'
    ): (
        '数字，例如 3; 5; 4，或 JSON：数字列表、{"2024": [3, 5], "2025": [4, 6]}，或若干行，例如 [{"month":'
        ' "May", "sales": 3}]。'
    ),
    "Pie chart": "饼图",
    "Draws a pie chart and shows it to the user.": "绘制饼图并显示给用户。",
    "how parts share a whole": "各部分占整体的比例",
    (
        'Numbers as in 3; 5; 4, or JSON: a list of numbers, {"north": 3, "south": 5}, or rows as in [{"region":'
        ' "north", "sales": 3}].'
    ): (
        '数字，例如 3; 5; 4，或 JSON：数字列表、{"north": 3, "south": 5}，或若干行，例如 [{"region": "north",'
        ' "sales": 3}]。'
    ),
    "The names of the parts as in north; south, or of the field that holds them.": (
        "各部分的名称，例如 北; 南，或保存名称的字段名。"
    ),
    "Scatter chart": "散点图",
    "Draws points and shows them to the user.": "绘制散点图并显示给用户。",
    "how two numbers go together": "两个数字之间的关系",
    'Pairs as in 1,2; 3,5, or JSON: [[1, 2], [3, 5]], or rows as in [{"age": 31, "income": 4200}].': (
        '数对，例如 1,2; 3,5，或 JSON：[[1, 2], [3, 5]]，或若干行，例如 [{"age": 31, "income": 4200}]。'
    ),
    "What goes from left to right; of rows the name of a field.": "横轴；数据为若干行时是字段名。",
    "What goes up; of rows the name of a field.": "纵轴；数据为若干行时是字段名。",
    "Run code": "运行代码",
    "Runs a short program away from everything else, and gives what it prints and what it results in.": (
        "在隔离环境中运行一小段程序，给出它的输出和结果。"
    ),
    "work something out that takes several steps": "分几步算出结果",
    "transform data": "转换数据",
    ("The program. Print what is of interest, set the variable `result`, or define `main()` and return it."): (
        "程序。打印需要的内容，设置变量 result，或定义 main() 并返回。"
    ),
    "The language of the program.": "程序的语言。",
    "Records": "记录",
    "Add a record": "添加记录",
    "Stores an object as a row of a collection of the workspace and gives the id of the row.": (
        "把一个对象存为工作区集合中的一行，并给出该行的 ID。"
    ),
    "open a ticket": "创建工单",
    "keep the answer to a survey": "保存问卷回答",
    "note a result": "记下结果",
    "The name of the collection, as in tickets. It begins with its first record.": (
        "集合的名称，例如 tickets。存入第一条记录时创建。"
    ),
    "The fields of the row and their values.": "该行的字段及其值。",
    (
        "The id of the row, as in TK{time}: {time} becomes the second, and an id that is taken gets -2, -3"
        " and so on behind it. One is made when it is empty."
    ): ("该行的 ID，例如 TK{time}：{time} 会换成当前秒数，已被占用的 ID 后面加 -2、-3 等。留空则自动生成。"),
    "Find records": "查找记录",
    "Gives the last rows of a collection of the workspace, newest first, as JSON.": (
        "以 JSON 给出工作区集合中最近的行，最新的在前。"
    ),
    "look up a ticket": "查找工单",
    "list what was stored": "列出保存的内容",
    "Only rows that hold this text in one of their fields.": "只要某个字段包含此文字的行。",
    "How many rows at most, up to 1000.": "最多多少行，不超过 1000。",
}
