import { adapterContract } from '../adapter.contract.ts'
import { drawPictureForTests, picturesContract } from '../pictures.contract.ts'
import { wechatDriver } from './wechat-driver.fixtures.ts'

adapterContract('WeChat over gRPC', () => wechatDriver())
picturesContract('WeChat over gRPC', () => wechatDriver({ drawPicture: drawPictureForTests }))
