/** The sheets of Codex that base.css does not bring: its Vue components import none themselves. */
import '@wikimedia/codex/dist/modules/Icon-bidi.css';
import '@wikimedia/codex/dist/modules/CdxAccordion-bidi.css';
import '@wikimedia/codex/dist/modules/CdxDialog-bidi.css';
import '@wikimedia/codex/dist/modules/CdxRadio-bidi.css';
import '@wikimedia/codex/dist/modules/CdxSelect-bidi.css';
import '@wikimedia/codex/dist/modules/CdxTab-bidi.css';
import '@wikimedia/codex/dist/modules/CdxTabs-bidi.css';
