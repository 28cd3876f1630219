import { ClientError } from '@cyxwiz/sdk';

/** The ClientError that an action must end with. */
export async function refused(action: Promise<unknown>): Promise<ClientError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
