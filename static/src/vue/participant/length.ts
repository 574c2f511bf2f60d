// How long a note may be, counted as the server counts it.

export const SHOWN_NOTE = 600; // characters; a phone shows about 500 without scrolling
export const LONGEST_NOTE = 2000; // code points; the server takes no more

/** Count code points, not the halves of emoji. */
export function lengthOf(text: string): number {
	return [...text.trim()].length;
}

export function isSendable(text: string): boolean {
	const length = lengthOf(text);
	return length > 0 && length <= LONGEST_NOTE;
}
