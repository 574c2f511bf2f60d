/** Who has a socket at this moment: the view's list, kept true by passing signals that are in no log. */
import { reactive, watch } from 'vue';
import type { Cafe } from '../../shared/net';

export function followConnected(cafe: Cafe): Set<string> {
	const connected = reactive(new Set<string>());
	watch(
		() => cafe.view.connected,
		(people) => {
			connected.clear();
			for (const person of people ?? []) connected.add(person);
		},
		{ immediate: true },
	);
	cafe.onSignal((signal) => {
		if (signal.name === 'connected') connected.add(signal.person);
		else if (signal.name === 'disconnected') connected.delete(signal.person);
	});
	return connected;
}
