// Themes: people's piles of notes. Told to board and panel, each time as the theme is now.
import type { Theme, Twins, View } from '../shared/types';

function asItIs(view: View, theme: Theme) {
	const known = view.themes?.find(({ id }) => id === theme.id);
	if (known) Object.assign(known, theme);
	else view.themes?.push(theme);
}

function dissolved(view: View, { id: gone }: Theme) {
	if (!view.themes) return;
	view.themes = view.themes.filter(({ id }) => id !== gone);
	for (const note of view.notes) if (note.theme === gone) note.theme = null;
}

function placed(view: View, told: { notes: string[]; theme: string | null }) {
	const moved = new Set(told.notes);
	for (const note of view.notes) if (moved.has(note.id)) note.theme = told.theme;
}

export const TWINS: Twins = {
	'theme-opened': asItIs,
	'theme-renamed': asItIs,
	'theme-dissolved': dissolved,
	'notes-placed': placed,
};
