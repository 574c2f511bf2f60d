/** Questions to the server's JSON pages. A refusal is an answer; no answer is a refusal, too. */
import type { Refusal } from '../../shared/types';

export type Told<Result> = Result | { refused: Refusal };

export function post<Result extends object>(
	path: string,
	body: unknown,
	token?: string | null,
): Promise<Told<Result>> {
	return asked<Result>(path, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', ...bearer(token) },
		body: JSON.stringify(body),
	});
}

export function postFile<Result extends object>(
	path: string,
	file: Blob,
	token: string | null,
): Promise<Told<Result>> {
	return asked<Result>(path, {
		method: 'POST',
		headers: { 'Content-Type': file.type || 'application/zip', ...bearer(token) },
		body: file,
	});
}

export function get<Result extends object>(
	path: string,
	token?: string | null,
): Promise<Told<Result>> {
	return asked<Result>(path, { headers: bearer(token) });
}

export function isRefused(answer: object): answer is { refused: Refusal } {
	return 'refused' in answer;
}

async function asked<Result extends object>(
	path: string,
	init: RequestInit,
): Promise<Told<Result>> {
	try {
		const answer = await fetch(path, { credentials: 'same-origin', ...init });
		const said: unknown = await answer.json();
		if (typeof said === 'object' && said !== null) {
			if (answer.ok || isRefused(said)) return said as Told<Result>;
		}
		return { refused: { code: 'no-answer', params: [answer.status] } };
	} catch {
		return { refused: { code: 'no-connection', params: [] } };
	}
}

function bearer(token?: string | null): Record<string, string> {
	return token ? { Authorization: `Bearer ${token}` } : {};
}
