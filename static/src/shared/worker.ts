// Keeps this page for the time without a network: registers the service worker and tells it what the page is made of.
import { language } from './i18n';

interface WithPolicies {
	trustedTypes?: {
		createPolicy(
			name: string,
			rules: { createScriptURL(url: string): string },
		): {
			createScriptURL(url: string): string;
		};
	};
}

const WORKER = '/sw.js';

/** Only over https or on the own machine; elsewhere browsers have no service worker. Never throws. */
export async function keepThisPage(): Promise<void> {
	if (!window.isSecureContext || !navigator.serviceWorker) return;
	try {
		await navigator.serviceWorker.register(address());
		const { active } = await navigator.serviceWorker.ready;
		active?.postMessage({ page: location.pathname, lang: language(), files: filesOfThisPage() });
	} catch {
		// private mode, or no network just now: the next visit tries again
	}
	await askToStay();
}

/** Trusted Types want to know who vouches for a script's address. */
function address(): string {
	const policy = (globalThis as WithPolicies).trustedTypes?.createPolicy('wikicafe-worker', {
		createScriptURL: () => WORKER,
	});
	return policy ? policy.createScriptURL(WORKER) : WORKER;
}

function filesOfThisPage(): string[] {
	return performance
		.getEntriesByType('resource')
		.map(({ name }) => new URL(name).pathname)
		.filter((path) => path.startsWith('/static/assets/'));
}

/** What lies here shall not go when space gets short. Firefox would ask people in the middle of a talk. */
async function askToStay(): Promise<void> {
	if (/Firefox/.test(navigator.userAgent)) return;
	try {
		if (!(await navigator.storage.persisted())) await navigator.storage.persist();
	} catch {
		// then it stays as long as there is room
	}
}
