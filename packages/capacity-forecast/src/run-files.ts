/** What lies in the folder of a run, beside ANSWER.md, answer.json and the figures. */
export const runFiles = {
  reportHtml: 'report.html',
  reportMarkdown: 'report.md',
  metrics: 'metrics.json',
  trainingSet: 'training-set.arrow',
} as const;
