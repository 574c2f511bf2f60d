// A participant's phone. Whoever is not in this café yet is sent to the door.
import '../styles/base.css';
import '../styles/forms.css';
import '../styles/notes.css';
import '../styles/participant.css';
import { createApp } from 'vue';
import { loadMessages } from '../shared/i18n';
import { openCafe } from '../shared/net';
import { membership, readPage } from '../shared/page';
import { forPhones } from '../shared/phone';
import ParticipantPage from '../vue/participant/ParticipantPage.vue';

async function show(): Promise<void> {
	const page = readPage();
	const id = page.cafe ?? '';
	const known = membership(id);
	if (!known) return location.replace('/join');
	await loadMessages(page.lang, forPhones);
	const { token, person } = known;
	const cafe = openCafe({ cafe: id, screen: 'participant', token, person, first: page.view });
	createApp(ParticipantPage, { cafe }).mount('#app');
}

void show();
