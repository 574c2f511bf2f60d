// Say messages as the browser does: cases as JSON on stdin, what was said as JSON on stdout.
import { readFileSync } from 'node:fs';
import Banana from 'banana-i18n';

const cases = JSON.parse(readFileSync(0, 'utf8'));
const speakers = new Map();

function speaker(lang) {
	if (!speakers.has(lang)) speakers.set(lang, new Banana(lang));
	return speakers.get(lang);
}

const said = cases.map(([lang, text, parameters]) => {
	const banana = speaker(lang);
	banana.load({ message: text }, lang);
	return String(banana.i18n('message', ...parameters.map(String)));
});
process.stdout.write(JSON.stringify(said));
