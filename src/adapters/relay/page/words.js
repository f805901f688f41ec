/** What the page says. Both languages have the same words, in the same order. */
export const WORDS = {
  'zh-CN': {
    other: 'English',
    title: '转发清单',
    loading: '正在取清单…',
    left: count => (count === 0 ? '都完成了' : `还有 ${count} 条`),
    copy: '复制文字',
    copied: '已复制 ✓',
    copyGroup: '复制群名',
    groupCopied: '群名已复制 ✓',
    select: '没能自动复制。文字已选中，请长按后点「复制」。',
    skip: '跳过',
    sent: '已发送',
    done: '已完成',
    undo: '撤销',
    settled: { sent: '已发送', skipped: '已跳过', overdue: '过了时间，没有发', withdrawn: '不用发了' },
    before: when => `${when} 前发`,
    rest: minutes => (minutes < 1 ? '马上就到点' : `还剩 ${minutes} 分钟`),
    mentions: '要 @ 的人（粘贴的 @ 不会提醒，请在群里逐个选）',
    image: title => `要发到「${title}」的图片`,
    saveImage: '先发图片：长按保存，或者',
    download: '下载',
    action: '这一条不是消息，请在群里操作：',
    actions: {
      remove: names => `请把${names.map(name => `「${name}」`).join('')}移出群。`,
      leave: () => 'Bonfire 在这个群的事情做完了。道别之后，可以退出这个群。',
      readOnly: () => '请把群设成只有管理员能发言。如果没有这个设置，就点「跳过」。',
      open: () => '请把群恢复成所有人都能发言。如果没有这个设置，就点「跳过」。',
    },
    taken: '有同事正在发这一条。',
    next: '接下来',
    today: '今天',
    emptyHead: '都送到了，辛苦啦',
    emptyFresh: '现在没有要转发的',
    emptyWords: '歇一歇吧。有新的会自己出现在这里，不用刷新。',
    overdue: title => `「${title}」的一条过了时间，已经撤下，不用发了。`,
    withdrawn: title => `「${title}」的一条已经处理过或撤回了，不用发了。`,
    late: '没能记上：这一条刚刚有人处理过，或者已经撤下。',
    undoLate: '来不及撤销了，已经记下。',
    offline: '连不上，正在重试…还没有记上的，连上以后请再点一次。',
  },
  'en-US': {
    other: '中文',
    title: 'To pass on',
    loading: 'Fetching the list…',
    left: count => (count === 0 ? 'All done' : `${count} to go`),
    copy: 'Copy text',
    copied: 'Copied ✓',
    copyGroup: 'Copy name',
    groupCopied: 'Name copied ✓',
    select: 'It could not be copied. The text is selected: hold it and choose Copy.',
    skip: 'Skip',
    sent: 'Sent',
    done: 'Done',
    undo: 'Undo',
    settled: {
      sent: 'Sent',
      skipped: 'Skipped',
      overdue: 'Its time has passed, not sent',
      withdrawn: 'Not needed any more',
    },
    before: when => `Send before ${when}`,
    rest: minutes => (minutes < 1 ? 'any moment now' : minutes === 1 ? '1 minute left' : `${minutes} minutes left`),
    mentions: 'People to @ (a pasted @ notifies nobody: choose each one in the group)',
    image: title => `Image for “${title}”`,
    saveImage: 'First the image: hold it to save it, or',
    download: 'download it',
    action: 'This one is no message. Please do it in the group:',
    actions: {
      remove: names => `Please remove ${names.map(name => `“${name}”`).join(', ')} from the group.`,
      leave: () => 'Bonfire has finished in this group. Once goodbyes are said, you can leave it.',
      readOnly: () => 'Please let only admins speak in the group. If it has no such setting, press Skip.',
      open: () => 'Please let everybody speak in the group again. If it has no such setting, press Skip.',
    },
    taken: 'A colleague is sending this one now.',
    next: 'Next',
    today: 'Today',
    emptyHead: 'All passed on. Thank you!',
    emptyFresh: 'Nothing to pass on now',
    emptyWords: 'Take a break. New ones appear here by themselves.',
    overdue: title => `One for “${title}” has passed its time and was taken down. No need to send it.`,
    withdrawn: title => `One for “${title}” was taken care of, or taken back. No need to send it.`,
    late: 'Not noted: somebody has just taken care of this one, or it was taken down.',
    undoLate: 'Too late to undo: it has been noted.',
    offline: 'No connection, trying again… Press again later what was not noted.',
  },
}

const KEPT = 'bonfire-relay-language'

/** The language chosen here before, else what the server took from the browser's wishes. */
export function startLanguage() {
  const asked = document.documentElement.lang in WORDS ? document.documentElement.lang : 'zh-CN'
  try {
    const kept = localStorage.getItem(KEPT)
    return kept !== null && kept in WORDS ? kept : asked
  } catch {
    // A browser that keeps nothing.
    return asked
  }
}

export function keepLanguage(language) {
  try {
    localStorage.setItem(KEPT, language)
  } catch {
    // It is asked for again next time.
  }
}
