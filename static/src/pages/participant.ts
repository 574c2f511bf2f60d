// A participant's phone. Whoever is not in this café yet is sent to the door.
import '../styles/base.css';
import '../styles/forms.css';
import '../styles/notes.css';
import '../styles/participant.css';
import { createApp, watch } from 'vue';
import { loadMessages } from '../shared/i18n';
import { openLastView } from '../shared/lastview';
import { openCafe } from '../shared/net';
import { membership, readPage } from '../shared/page';
import { forPhones } from '../shared/phone';
import { comeBack } from '../vue/join/returning';
import ParticipantPage from '../vue/participant/ParticipantPage.vue';

async function show(): Promise<void> {
	const page = readPage();
	const id = page.cafe ?? '';
	const known = membership(id);
	if (!known) return location.replace('/join');
	const { token, person } = known;
	const lastView = openLastView(`${id}:${person}`);
	// Without a network, or with a new ticket to be fetched first, the page comes without a view.
	const [last] = await Promise.all([
		page.view ? null : lastView.read(),
		loadMessages(page.lang, forPhones),
	]);
	const cafe = openCafe({
		cafe: id,
		screen: 'participant',
		token,
		person,
		first: page.view,
		last,
		keep: lastView.keep,
		comeBack: (view) => comeBack(view, person),
	});
	watch(cafe.refusal, (why) => {
		if (why?.code === 'removed' || why?.code === 'erased') void lastView.forget();
	});
	createApp(ParticipantPage, { cafe }).mount('#app');
}

void show();
