/** Keeps the place of somebody who goes by keys: when what they pressed vanishes with its row, the next row has the focus. */
import { onBeforeUpdate, onUpdated, type Ref } from 'vue';

/** box: holds the rows, stays when the last of them is gone, and can take the focus itself (tabindex -1). */
export function keepPlace(box: Ref<HTMLElement | null>): void {
	let row = -1;
	const rows = () => [...(box.value?.querySelectorAll('li') ?? [])];
	onBeforeUpdate(() => {
		row = rows().findIndex((one) => one.contains(document.activeElement));
	});
	onUpdated(() => {
		if (row < 0 || box.value?.contains(document.activeElement)) return;
		const left = rows();
		const next = left[Math.min(row, left.length - 1)]?.querySelector<HTMLElement>('button, a');
		(next ?? box.value)?.focus();
	});
}
