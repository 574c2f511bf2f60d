/** The page a secret link leads to: takes the key out of the address, asks for a name if there must be one, goes on. */
import '../styles/base.css';
import { language, loadMessages, msg } from '../shared/i18n';
import { readPage } from '../shared/page';
import {
	comeIn,
	needsName,
	pageOf,
	type SecretLink,
	secretLink,
} from '../vue/facilitator/entering';
import { inWords } from '../vue/form/refusals';

const cafe = readPage().cafe ?? '';
const form = byId<HTMLFormElement>('entering');
const name = byId<HTMLInputElement>('name');
const said = byId('said');
const again = byId<HTMLButtonElement>('again');
let waits = false;

void show();

async function show(): Promise<void> {
	const link = secretLink(location.hash);
	// The key opens doors: it leaves the address, and so the history, before anything else happens.
	history.replaceState(null, '', location.pathname + location.search);
	await loadMessages();
	if (!link) {
		said.textContent = msg('panel-enter-no-key');
		return;
	}
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		void enter(link);
	});
	again.addEventListener('click', () => void enter(link));
	if (needsName(link.entrance)) askName(link);
	else await enter(link);
}

function askName(link: SecretLink): void {
	said.textContent = '';
	byId('about').textContent = msg(`panel-enter-about-${link.entrance}`);
	form.hidden = false;
	name.focus();
}

async function enter(link: SecretLink): Promise<void> {
	if (waits) return;
	waits = true;
	said.textContent = msg('panel-enter-wait');
	const lang = language() === 'qqx' ? 'en' : language();
	const refused = await comeIn(cafe, link, name.value.trim(), lang);
	waits = false;
	if (refused) {
		said.textContent = inWords(refused);
		again.hidden = !form.hidden;
	} else {
		location.replace(pageOf(cafe, link.entrance));
	}
}

function byId<Element extends HTMLElement = HTMLElement>(id: string): Element {
	return document.getElementById(id) as Element;
}
