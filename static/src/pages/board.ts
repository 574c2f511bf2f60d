/** The harvest board: opens the café of this page and shows it. */
import { createApp } from 'vue';
import '../styles/base.css';
import '../vue/form/codex';
import '@wikimedia/codex/dist/modules/CdxCheckbox-bidi.css';
import '../vue/form/form.css';
import '../styles/board.css';
import '../styles/board-cards.css';
import '../styles/board-themes.css';
import '../styles/board-dialogs.css';
import { loadMessages, msg } from '../shared/i18n';
import { openCafe } from '../shared/net';
import { membership, readPage } from '../shared/page';
import BoardPage from '../vue/board/BoardPage.vue';
import { comeBack } from '../vue/join/returning';

async function show(): Promise<void> {
	const page = readPage();
	const id = page.cafe ?? '';
	const known = membership(id);
	const token = known?.roles?.board ?? known?.roles?.facilitator ?? known?.token ?? null;
	const { view: first = null } = page;
	await loadMessages();
	const cafe = openCafe({
		cafe: id,
		screen: 'board',
		token,
		first,
		person: known?.person ?? null,
		comeBack: (view) => comeBack(view, null),
	});
	createApp(BoardPage, { cafe }).provide('CdxI18nFunction', msg).mount('#app');
}

void show();
