/** An introduction, and whom of those before it is to be told with it: by which word. Null: nobody. */
export interface IntroductionCase {
  readonly who: string
  readonly text: string
  readonly shared: { readonly with: string; readonly word: string } | null
}

/** In the order in which they come. All say 大家好, 喜欢, 希望 and the like; none is told of that. */
export const INTRODUCTIONS: readonly IntroductionCase[] = [
  { who: '小林', text: '大家好，我叫小林，来自杭州，平时喜欢徒步和手冲咖啡，希望和大家一起坚持下去。', shared: null },
  {
    who: '阿杰',
    text: '我叫阿杰，在成都做前端开发，周末喜欢徒步和骑行，最近在学古典吉他。',
    shared: { with: '小林', word: '徒步' },
  },
  { who: '木木', text: '大家好，坐标上海，两个孩子的妈妈，喜欢烘焙，想戒掉刷手机的习惯。', shared: null },
  {
    who: '老周',
    text: '各位好，我是退休教师，每天练书法，也种花，老家在杭州。',
    shared: { with: '小林', word: '杭州' },
  },
  {
    who: 'Tom',
    text: "Hi everyone, I'm Tom from Berlin. I love hiking and photography, and I'm learning Chinese.",
    shared: null,
  },
  { who: '可可', text: '新人报到！我是平面设计师，喜欢养多肉，爱看宫崎骏的动画。', shared: null },
  {
    who: '大鹏',
    text: '大家好，程序员一枚，喜欢跑步和马拉松，去年跑完了三次。希望在这里认识更多朋友。',
    shared: null,
  },
  {
    who: '三七',
    text: '我在医院上班，夜班很多，下班喜欢听播客，也喝手冲咖啡提神。',
    // Both words are shared with 小林; the first of two that are equally rare is told.
    shared: { with: '小林', word: '手冲' },
  },
  {
    who: 'Anna',
    text: 'Hello, my name is Anna. I hike a lot, bake bread and read crime novels.',
    shared: { with: 'Tom', word: 'hike' },
  },
  { who: '小鱼', text: '你好你好，我是小鱼，大学生，平时没什么爱好，希望养成好习惯！', shared: null },
  {
    who: '桃子',
    text: '大家好呀，全职妈妈，带娃之余做做烘焙，希望每天都有一点自己的时间。',
    // Both are mothers too: 妈妈 comes first.
    shared: { with: '木木', word: '妈妈' },
  },
  {
    who: '阿宽',
    text: '哈喽，我在深圳，做硬件的，周末骑行，今年打算环海南岛。',
    shared: { with: '阿杰', word: '骑行' },
  },
  {
    who: '白鹿',
    text: '大家好，插画师一名，临摹宫崎骏长大的，家里养了两只猫。',
    shared: { with: '可可', word: '宫崎骏' },
  },
  {
    who: '老郑',
    text: '我叫老郑，今年 52 岁，跑了十年马拉松，也爱写毛笔字，请大家多多关照。',
    shared: { with: '大鹏', word: '马拉松' },
  },
  { who: '一一', text: '大家好😊😊 很高兴认识大家，请多关照🙏 2026 年一起加油 666', shared: null },
  {
    who: 'Ben',
    text: 'Hey all, I am Ben, new here. Photographer by day, guitar player by night. Nice to meet everyone!',
    // Nobody before is a photographer: photography is another word.
    shared: null,
  },
  { who: '米粒', text: '我是米粒，植物学研究生，周末去公园观鸟，喜欢安静。', shared: null },
  {
    who: '阿树',
    text: '坐标昆明，观鸟三年了，也喜欢露营，微信 https://example.org/a 可以找到我。',
    shared: { with: '米粒', word: '观鸟' },
  },
  {
    who: '丹丹',
    text: '大家好，我是小学老师，喜欢古典吉他和露营，想把阅读的习惯找回来。',
    shared: { with: '阿杰', word: '古典' },
  },
  {
    who: '小北',
    text: '我叫小北，播客做了两年，聊城市和咖啡，也常去露营。',
    shared: { with: '三七', word: '播客' },
  },
]
