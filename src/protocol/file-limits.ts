/** What a message of the owner's has room for. */
export const maxFileBytes = 25 * 1024 * 1024
export const mostFiles = 10
