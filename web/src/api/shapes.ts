/** What the web API answers, as far as the page reads it. */

export interface Site {
  title: string;
  description: string;
  icon_type: string | null;
  icon: string;
  icon_background: string;
  icon_url: string | null;
  chat_color_theme: string;
  chat_color_theme_inverted: boolean;
  copyright: string;
  privacy_policy: string;
  custom_disclaimer: string;
  default_language: string;
  input_placeholder: string;
  show_workflow_steps: boolean;
  use_icon_as_answer_icon: boolean;
}

export interface Switch {
  enabled: boolean;
}

export interface FileRules {
  allowed_file_types?: string[];
  allowed_file_extensions?: string[];
  allowed_file_upload_methods?: string[];
  number_limits?: number;
}

export interface UploadFeature extends FileRules {
  enabled?: boolean;
  image?: { enabled: boolean; number_limits: number; transfer_methods: string[] };
}

export interface Control extends FileRules {
  label: string;
  variable: string;
  required: boolean;
  default: unknown;
  max_length?: number;
  options?: string[];
  hide?: boolean;
}

export interface Parameters {
  opening_statement: string;
  suggested_questions: string[];
  suggested_questions_after_answer: Switch;
  speech_to_text: Switch;
  text_to_speech: Switch & { autoPlay?: string };
  retriever_resource: Switch;
  more_like_this: Switch;
  user_input_form: Record<string, Control>[];
  file_upload: UploadFeature;
  system_parameters: Record<string, number>;
}

export interface Conversation {
  id: string;
  name: string;
  inputs: Record<string, unknown>;
  introduction: string;
  is_pinned: boolean;
  updated_at: number;
}

export interface Citation {
  position: number;
  document_name: string;
  dataset_name?: string;
  segment_id: string;
  score: number | null;
  content: string;
}

export interface Thought {
  id: string;
  position: number;
  thought: string;
  observation: string;
  tool: string;
  tool_input: string;
}

export interface ShownFile {
  id: string | null;
  filename?: string;
  name?: string;
  type: string;
  url: string | null;
  mime_type?: string | null;
  size?: number | null;
  extension?: string;
  belongs_to?: string;
}

/** A turn that goes on at the server. */
export interface UnderWay {
  task_id: string;
  workflow_run_id: string;
  message_id: string;
  conversation_id: string;
  query: string;
  inputs: Record<string, unknown>;
  files: ShownFile[];
}

export interface FormField extends FileRules {
  type: "paragraph" | "select" | "file" | "file-list";
  output_variable_name: string;
  default?: { type: string; value: string | null } | null;
  option_source?: { value: string[] };
}

export interface FormDefinition {
  form_id?: string;
  form_token: string | null;
  node_id: string;
  node_title: string;
  form_content: string;
  inputs: FormField[];
  actions: { id: string; title: string; button_style?: string }[];
  resolved_default_values: Record<string, string>;
  expiration_time: number;
}

export interface FormSubmission {
  node_id: string;
  node_title: string;
  rendered_content: string;
  action_text: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  parent_message_id: string | null;
  inputs: Record<string, unknown>;
  query: string;
  answer: string;
  status: string;
  error: string | null;
  message_files: ShownFile[];
  feedback: { rating: Rating } | null;
  retriever_resources: Citation[];
  agent_thoughts: Thought[];
  created_at: number;
  workflow_run_id?: string | null;
  extra_contents?: {
    workflow_run_id: string;
    form_definition: FormDefinition | null;
    form_submission_data: FormSubmission | null;
  }[];
}

export type Rating = "like" | "dislike" | null;

export interface Paged<T> {
  data: T[];
  has_more: boolean;
  limit: number;
}

export interface Upload {
  id: string;
  name: string;
  size: number;
  mime_type: string;
  source_url?: string | null;
}

export interface GivenFile {
  type: string;
  transfer_method: "local_file" | "remote_url";
  upload_file_id?: string;
  url?: string;
}

/** One event of a stream; which fields it has depends on `event`. */
export interface StreamEvent {
  event: string;
  task_id?: string;
  message_id?: string;
  conversation_id?: string;
  workflow_run_id?: string;
  answer?: string;
  code?: string;
  message?: string;
  status?: number;
  metadata?: { retriever_resources?: Citation[] };
  files?: ShownFile[];
  data?: any;
  [field: string]: any;
}
