import { dress, theme, type Theme } from "../state/theme";
import { language, say, speak, type Language } from "../words/words";
import { Icon, type IconName } from "./Icon";

const THEMES: { name: Theme; icon: IconName }[] = [
  { name: "auto", icon: "auto" },
  { name: "light", icon: "sun" },
  { name: "dark", icon: "moon" },
];
const LANGUAGES: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "zh", name: "简体中文" },
];

/** How the page looks and which language it speaks. */
export function Preferences() {
  return (
    <div class="preferences">
      <div class="segmented" role="group" aria-label={say("page.theme")}>
        {THEMES.map(({ name, icon }) => (
          <button
            type="button"
            aria-pressed={theme.value === name}
            aria-label={say(`page.theme.${name}`)}
            title={say(`page.theme.${name}`)}
            onClick={() => dress(name)}
          >
            <Icon name={icon} size={16} />
          </button>
        ))}
      </div>
      <div class="segmented" role="group" aria-label={say("page.language")}>
        {LANGUAGES.map(({ code, name }) => (
          <button
            type="button"
            lang={code}
            aria-pressed={language.value === code}
            aria-label={name}
            title={name}
            onClick={() => speak(code)}
          >
            {code === "en" ? "EN" : "中"}
          </button>
        ))}
      </div>
    </div>
  );
}
