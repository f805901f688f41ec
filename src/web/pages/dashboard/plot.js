import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import UPlot from 'uplot'
import { html } from '../shared/html.js'
import { useReading } from './reading.js'

/** Sizes of a chart, in pixels. */
const AXIS_WIDTH = 40
const AXIS_HEIGHT = 30
/** Room for one label of a day, in pixels. */
const LABEL_ROOM = 64
/** Up to so many days each has its dot. */
const DOTTED_DAYS_MAX = 31
/** Steps between the lines of a grid: whole numbers, as people and posts come in ones. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
/** Lines differ by their dashes too, not by colour alone. */
const DASHES = [[], [6, 4], [2, 3], [10, 3, 2, 3], [1, 5]]
/** How a line gets to a day that is not over. */
const OPEN_DASH = [1, 3]

/** The lines of a card. `picked`: the day, by its place, whose values are read now. `isOpen`: the last day is not over. */
export function Plot({ card, isOpen, picked, onPick }) {
  const { day } = useReading()
  const holder = useRef(null)
  const plot = useRef(null)
  // What the chart asks for later is looked up when it asks: figures and language may be others by then.
  const latest = useRef(null)
  latest.current = { card, day, onPick }

  useLayoutEffect(() => {
    const made = new UPlot(optionsOf(holder.current, latest, card.lines.length), dataOf(card, isOpen), holder.current)
    plot.current = made
    const sizes = new ResizeObserver(() => made.setSize(sizeOf(holder.current)))
    sizes.observe(holder.current)
    const drawAgain = () => made.redraw(false)
    document.addEventListener('bonfire:look', drawAgain)
    return () => {
      sizes.disconnect()
      document.removeEventListener('bonfire:look', drawAgain)
      made.destroy()
    }
  }, [card.lines.length])
  useEffect(() => plot.current.setData(dataOf(card, isOpen)), [card, isOpen, day])
  useEffect(() => {
    const left = picked === null ? -1 : plot.current.valToPos(picked, 'x')
    if (plot.current.cursor.idx !== picked) plot.current.setCursor({ left, top: 1 }, false)
  }, [picked])
  return html`<div class="plot" ref=${holder}></div>`
}

const sizeOf = ({ clientWidth, clientHeight }) => ({ width: clientWidth, height: clientHeight })

/**
 * Days by their place: all are equally far from each other, whatever clocks do. Each line comes twice: what is over, and
 * the way to a last day that is not.
 */
function dataOf({ days, lines }, isOpen) {
  const last = days.length - 1
  const over = lines.map(({ values }) => values.map((value, at) => (isOpen && at === last ? null : value)))
  const open = lines.map(({ values }) => values.map((value, at) => (isOpen && at >= last - 1 ? value : null)))
  return [days.map((_, at) => at), ...over, ...open]
}

function optionsOf(holder, latest, lines) {
  const colours = holder.closest('article').querySelectorAll('.key')
  // Colours are those of the legend: they follow the look, and the grey of cards that say too little.
  const colour = at => getComputedStyle(colours[at]).color
  const ink = () => getComputedStyle(holder).color
  const grid = { stroke: () => getComputedStyle(holder).borderColor, width: 1 }
  const axis = { stroke: ink, font: `12px ${getComputedStyle(holder).fontFamily}`, ticks: { show: false } }
  const isDotted = u => u.data[0].length <= DOTTED_DAYS_MAX
  const ground = () => getComputedStyle(holder.closest('article')).backgroundColor
  const all = Array.from({ length: lines }, (_, at) => at)
  return {
    ...sizeOf(holder),
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false } },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] } },
    series: [
      {},
      ...all.map(at => ({
        stroke: () => colour(at),
        width: 2,
        dash: DASHES[at % DASHES.length],
        points: { show: isDotted, size: 5, fill: () => colour(at) },
      })),
      ...all.map(at => ({
        stroke: () => colour(at),
        width: 2,
        dash: OPEN_DASH,
        points: { show: true, size: 8, width: 2, fill: ground, filter: u => [u.data[0].length - 1] },
      })),
    ],
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        space: LABEL_ROOM,
        gap: 8,
        incrs: [1, 2, 7, 14, 28, 56, 112],
        grid: { show: false },
        values: (_, places) => places.map(place => labelAt(latest.current, place)),
      },
      { ...axis, size: AXIS_WIDTH, incrs: STEPS, grid },
    ],
    hooks: { setCursor: [u => latest.current.onPick(u.cursor.idx ?? null)] },
  }
}

const labelAt = ({ card, day }, place) => (Number.isInteger(place) && card.days[place] ? day(card.days[place]) : '')
