// A soft sound and a short vibration when time is up. Silent until the first tap, as browsers want it.
import { ref } from 'vue';

const NOTES = [659.3, 523.3]; // Hz: e″ and c″, falling
const LENGTH = 0.6; // seconds each
const LOUDNESS = 0.12; // of 1
const PATTERN = [200, 120, 200]; // ms: on, off, on
const KEY = 'wikicafe:sound';

type WithOldAudio = typeof globalThis & { webkitAudioContext?: typeof AudioContext };

export function openAlarm() {
	const wanted = ref(read());
	let audio: AudioContext | null = null;

	function arm() {
		const Audio = window.AudioContext ?? (window as WithOldAudio).webkitAudioContext;
		if (!audio && Audio) audio = new Audio();
		if (audio?.state === 'suspended') void audio.resume().catch(() => {});
	}

	function ring() {
		if (!wanted.value) return;
		if (audio?.state === 'running')
			NOTES.forEach((hertz, place) => void play(audio!, hertz, place));
		try {
			navigator.vibrate?.(PATTERN);
		} catch {
			// not on this phone
		}
	}

	for (const tap of ['pointerdown', 'keydown']) {
		window.addEventListener(tap, arm, { once: true, passive: true });
	}

	return {
		/** Whether this person wants to hear and feel it. */
		wanted,
		want(yes: boolean) {
			wanted.value = yes;
			write(yes);
		},
		ring,
	};
}

function play(audio: AudioContext, hertz: number, place: number) {
	const begins = audio.currentTime + place * LENGTH * 0.7;
	const tone = audio.createOscillator();
	const volume = audio.createGain();
	tone.frequency.value = hertz;
	volume.gain.setValueAtTime(0, begins);
	volume.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.04);
	volume.gain.exponentialRampToValueAtTime(0.001, begins + LENGTH);
	tone.connect(volume).connect(audio.destination);
	tone.start(begins);
	tone.stop(begins + LENGTH);
}

function read(): boolean {
	try {
		return localStorage.getItem(KEY) !== 'off';
	} catch {
		return true;
	}
}

function write(yes: boolean) {
	try {
		localStorage.setItem(KEY, yes ? 'on' : 'off');
	} catch {
		// for this visit only
	}
}
