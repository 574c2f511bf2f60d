// The cafés this browser is in, for the way back. Titles are kept beside the membership when a café is seen.

export interface MyCafe {
	id: string;
	title: string;
}

const MEMBERSHIP = /^wikicafe:([a-z2-7]{12})$/;

export function myCafes(): MyCafe[] {
	try {
		return Object.keys(localStorage)
			.map((key) => MEMBERSHIP.exec(key)?.[1])
			.filter((id): id is string => id !== undefined && isPerson(id))
			.map((id) => ({ id, title: localStorage.getItem(titleKey(id)) ?? '' }));
	} catch {
		return []; // storage forbidden: nothing to go back to
	}
}

export function rememberTitle(id: string, title: string): void {
	try {
		localStorage.setItem(titleKey(id), title);
	} catch {
		// the way back will have no name
	}
}

function isPerson(id: string): boolean {
	return JSON.parse(localStorage.getItem(`wikicafe:${id}`) ?? '{}').person != null;
}

function titleKey(id: string): string {
	return `wikicafe:title:${id}`;
}
