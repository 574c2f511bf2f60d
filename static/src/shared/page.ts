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

/**
 * The secret with which this browser came in by a door; it is the same person's for ever, whatever
 * becomes of the token. door: participant, facilitator or board.
 */
export function secretOf(cafe: string, door: string): string | null {
	try {
		return localStorage.getItem(secretKey(cafe, door));
	} catch {
		return null;
	}
}

export function keepSecret(cafe: string, door: string, secret: string): void {
	try {
		localStorage.setItem(secretKey(cafe, door), secret);
	} catch {
		// Should the server ever lose its own secret, one has to join anew.
	}
}

function secretKey(cafe: string, door: string): string {
	return `wikicafe:secret:${cafe}:${door}`;
}

function key(cafe: string): string {
	return `wikicafe:${cafe}`;
}
