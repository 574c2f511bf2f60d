// The catalogues for phones and the wall: only what is said there (vite.config.ts: SAID_ON_PHONES).
import type { Catalogues } from './i18n';

export const forPhones: Catalogues = import.meta.glob<Record<string, string>>(
	['../../../wikicafe/i18n/*.json', '!**/qqq.json'],
	{ import: 'default', query: '?phone' },
);
