/** What is wrong with the house or this café just now: the view's list, kept true by passing signals. */
import { computed, type Ref, ref, watch } from 'vue';
import { msg } from '../../shared/i18n';
import type { Cafe } from '../../shared/net';
import type { Refusal } from '../../shared/types';

export function followTroubles(cafe: Pick<Cafe, 'view' | 'onSignal'>): Ref<Refusal[]> {
	const passing = ref<Refusal[]>([]);
	watch(
		() => cafe.view.troubles,
		(troubles) => {
			passing.value = troubles ?? [];
		},
		{ immediate: true },
	);
	cafe.onSignal((signal) => {
		if (signal.name === 'troubles') passing.value = signal.troubles;
	});
	return computed(() => {
		const aside = cafe.view.set_aside ?? 0;
		return aside
			? [...passing.value, { code: 'events-set-aside', params: [aside] }]
			: passing.value;
	});
}

/** One sentence that says what is wrong and what to do. */
export function troubleInWords({ code, params }: Refusal): string {
	return msg(`panel-trouble-${code}`, ...(params as (string | number)[]));
}
