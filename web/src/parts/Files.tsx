import type { ShownFile } from "../api/shapes";
import { safeImage, safeLink } from "../markdown/parse";
import { say } from "../words/words";
import { Icon } from "./Icon";

/** Files of a message: pictures as pictures, sound and film with their players, others as links. */
export function Files({ files }: { files: ShownFile[] }) {
  if (!files.length) return null;
  return (
    <div class="files">
      {files.map((file) => (
        <ShownOne key={file.id ?? file.url} file={file} />
      ))}
    </div>
  );
}

function ShownOne({ file }: { file: ShownFile }) {
  const name = file.filename || file.name || file.type;
  const address = file.url ? addressOf(file.url) : undefined;
  if (file.type === "image" && address) {
    return (
      <a class="file-image" href={address} target="_blank" rel="noopener noreferrer" title={name}>
        <img src={address} alt={name} loading="lazy" />
      </a>
    );
  }
  if (file.type === "audio" && address) return <audio class="file-sound" controls preload="none" src={address} />;
  if (file.type === "video" && address) return <video class="file-film" controls preload="metadata" src={address} />;
  const inner = (
    <>
      <Icon name="file" />
      <span class="file-name">{name}</span>
      {file.size ? <span class="file-size">{sizeOf(file.size)}</span> : null}
    </>
  );
  if (!address) return <span class="file-card">{inner}</span>;
  return (
    <a class="file-card" href={address} target="_blank" rel="noopener noreferrer" title={say("file.open", { name })}>
      {inner}
    </a>
  );
}

function addressOf(url: string): string | undefined {
  if (url.startsWith("blob:")) return url;
  return safeImage(url) ?? safeLink(url);
}

export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
