// What the server wrote into this page, and what this browser remembers of its cafés.
import type { Screen, View } from './types';

export interface Page {
	cafe?: string;
	screen?: Screen | string;
	lang?: string;
	dir?: 'ltr' | 'rtl';
	view?: View | null;
	[more: string]: unknown;
}

/** How this browser is known in one café. */
export interface Membership {
	token: string;
	person: string | null;
	/** Tokens of other screens this browser may show, by role. */
	roles?: Record<string, string>;
}

export function readPage<Extra extends object = Page>(): Page & Partial<Extra> {
	const element = document.getElementById('page');
	if (!element?.textContent) return {};
	return JSON.parse(element.textContent) as Page & Partial<Extra>;
}

export function membership(cafe: string): Membership | null {
	try {
		const kept = localStorage.getItem(key(cafe));
		return kept ? (JSON.parse(kept) as Membership) : null;
	} catch {
		return null; // storage forbidden or spoilt: as if we had never met
	}
}

export function remember(cafe: string, known: Membership): void {
	try {
		localStorage.setItem(key(cafe), JSON.stringify(known));
	} catch {
		// The cookie still knows us; only the socket will have to ask for the token again.
	}
}

export function forget(cafe: string): void {
	try {
		localStorage.removeItem(key(cafe));
	} catch {
		// nothing was kept
	}
}

function key(cafe: string): string {
	return `wikicafe:${cafe}`;
}
