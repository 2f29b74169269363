/** The words of the list of conversations. */
export const conversationTexts = {
  title: 'Conversations',
  search: 'Search conversations',
  new: 'New conversation',
  empty: 'Nothing here yet. Your first message begins a conversation.',
  nothingFound: (query: string) => `Nothing found for “${query}”.`,
  working: 'Working',
  actions: (title: string) => `Actions for ${title}`,
  rename: 'Rename',
  renameLabel: 'Title',
  save: 'Save',
  delete: 'Delete',
  deleted: (title: string) => `Deleted “${title}”`,
  undo: 'Undo',
  exportMarkdown: 'Export as Markdown',
  exportJson: 'Export as JSON',
  loadMore: 'Show more',
}
