// Ids that nobody else mints: for commands, notes and joins. Works without a secure context.

const BYTES = 15; // 120 bits make 20 characters and no padding

/** Mint an id of 20 characters out of [A-Za-z0-9_-]. */
export function mint(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_');
}
