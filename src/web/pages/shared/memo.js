import { Component, h } from 'preact'

/** A component that is drawn again only when something it is given is another. */
export function memo(draw) {
  return class Memo extends Component {
    shouldComponentUpdate(next) {
      const names = new Set([...Object.keys(next), ...Object.keys(this.props)])
      return [...names].some(name => !Object.is(next[name], this.props[name]))
    }
    render(props) {
      return h(draw, props)
    }
  }
}
