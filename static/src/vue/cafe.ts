// The café of this page, at hand for every component below its root.
import { type InjectionKey, inject, provide } from 'vue';
import type { Cafe } from '../shared/net';

const CAFE: InjectionKey<Cafe> = Symbol('cafe');

export function provideCafe(cafe: Cafe): Cafe {
	provide(CAFE, cafe);
	return cafe;
}

export function useCafe(): Cafe {
	const cafe = inject(CAFE);
	if (!cafe) throw new Error('no café was provided to this component');
	return cafe;
}
