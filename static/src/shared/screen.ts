// The screen as such: when it draws, and when it wakes up.

const ASLEEP = 10_000; // ms in the background after which we doubt the connection

/** What is told within one frame is drawn together; a hidden page has no frames and gets a timer. */
export function batched(work: () => void): () => void {
	let planned = false;
	const run = () => {
		planned = false;
		work();
	};
	return () => {
		if (planned) return;
		planned = true;
		if (document.hidden) setTimeout(run, 200);
		else requestAnimationFrame(run);
	};
}

/** A phone that slept does not know whether its socket still lives. */
export function watchWaking(woke: () => void): () => void {
	let since = 0;
	const changed = () => {
		if (document.hidden) since = Date.now();
		else if (Date.now() - since > ASLEEP) woke();
	};
	// From the cache of pages left, or from the deep freeze, a page comes back without a reload.
	const shown = (event: Event) => void ((event as PageTransitionEvent).persisted && woke());
	// From one network into another: the socket of the old one hangs until its time is over.
	const network = (navigator as { connection?: EventTarget }).connection;
	document.addEventListener('visibilitychange', changed);
	document.addEventListener('resume', woke);
	window.addEventListener('online', woke);
	window.addEventListener('pageshow', shown);
	network?.addEventListener?.('change', woke);
	return () => {
		document.removeEventListener('visibilitychange', changed);
		document.removeEventListener('resume', woke);
		window.removeEventListener('online', woke);
		window.removeEventListener('pageshow', shown);
		network?.removeEventListener?.('change', woke);
	};
}
