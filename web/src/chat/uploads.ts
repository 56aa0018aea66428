import type { FileRules, UploadFeature } from "../api/shapes";

/** Return what files a message may bring, undefined for none; older settings know pictures alone. */
export function fileRules(feature: UploadFeature): FileRules | undefined {
  if (feature.enabled) return feature;
  const { image } = feature;
  if (!image?.enabled || feature.enabled === false) return undefined;
  return {
    allowed_file_types: ["image"],
    allowed_file_upload_methods: image.transfer_methods,
    number_limits: image.number_limits,
  };
}
