/** Dragging cards between piles with mouse and finger. Vue owns the page: what was dragged is put back, only data change. */
import Sortable from 'sortablejs';

const HOLD = 180; // ms a finger rests on a card before it is picked up; shorter is scrolling
const SLOP = 4; // px a finger may tremble meanwhile

export interface Hands {
	pickedUp(note: string): void;
	/** pile: the theme, '' for the tray; null when it was dropped nowhere else. */
	letGo(note: string, pile: string | null): void;
}

/** Make the cards of one list draggable; answers how to stop it. Cards carry data-note, lists data-pile. */
export function dragCards(list: HTMLElement, hands: Hands): () => void {
	const sortable = Sortable.create(list, {
		group: 'notes',
		sort: false,
		draggable: '[data-note]',
		filter: 'input, button',
		preventOnFilter: false,
		forceFallback: true, // the browser's own dragging does not work on touch
		fallbackOnBody: true,
		fallbackTolerance: SLOP,
		fallbackClass: 'card--in-hand',
		ghostClass: 'card--ghost',
		delay: HOLD,
		delayOnTouchOnly: true,
		touchStartThreshold: SLOP,
		scrollSensitivity: 60,
		scrollSpeed: 14,
		bubbleScroll: true,
		onStart: ({ item }) => hands.pickedUp(item.dataset.note ?? ''),
		onEnd: ({ item, from, to, oldIndex = 0 }) => {
			item.remove();
			from.insertBefore(item, from.children[oldIndex] ?? null);
			hands.letGo(item.dataset.note ?? '', to === from ? null : (to.dataset.pile ?? null));
		},
	});
	return () => sortable.destroy();
}
