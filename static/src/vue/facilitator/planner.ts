/** Who plans: the token with which the server is asked how a plan would go. Given by the page around. */
import { type InjectionKey, inject, provide } from 'vue';
import { get } from '../form/asking';

const PLANNER: InjectionKey<string | null> = Symbol('planner');

export interface Outlook {
	people: number;
	tables: number;
	rounds: number;
	/** Rounds for which nobody meets anybody twice, and whether more would go as well. */
	without_repeats: number;
	or_more: boolean;
	repeats_at_least: number;
}
export interface Plan {
	people: number;
	rounds: number;
	size: number;
	tables: number | null;
	hosts: boolean;
}

export function providePlanner(token: string | null): void {
	provide(PLANNER, token);
}
export function usePlanner(): string | null {
	return inject(PLANNER, null);
}

export function askOutlook(plan: Plan, token: string | null) {
	const { people, rounds, size, tables, hosts } = plan;
	const asked = { people, rounds, size, hosts, ...(tables !== null && { tables }) };
	const query = new URLSearchParams(
		Object.entries(asked).map(([key, value]) => [key, String(value)]),
	);
	return get<Outlook>(`/api/seating/outlook?${query}`, token);
}
